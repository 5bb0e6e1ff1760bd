"""Charts that must be fitted: t-SNE and UMAP."""
