"""The tools for language models: `kspec mcp`, over the Model Context Protocol."""
