"""Every way into copydesk: AWS Lambda functions, the command line, the local server. Thin."""
