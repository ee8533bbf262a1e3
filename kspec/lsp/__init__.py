"""The language server: `kspec lsp`, for every editor that speaks the Language Server Protocol."""
