"""The template in a real container engine, by the SAM CLI: `make e2e`."""
