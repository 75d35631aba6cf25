"""The Lambda that a user would write without copydesk: scikit-learn, joblib, powertools."""
