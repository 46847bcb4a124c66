"""Taking part: contributing without an account, following it, moderating and answering."""
