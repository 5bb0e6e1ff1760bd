"""What a person looks at: views watch the store, paint, and emit intents."""
