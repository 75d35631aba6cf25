"""What copydesk is measured against."""
