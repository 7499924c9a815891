"""The room of the custodians (保管人): who holds keys, and the key pair of each list."""
