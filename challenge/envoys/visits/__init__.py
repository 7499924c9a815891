"""服务记录: what an envoy did when and where, confirmed by the enterprise or not."""
