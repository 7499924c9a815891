"""服务任务: an envoy is asked to help one enterprise, says yes or no, and ends with a result the enterprise rates."""
