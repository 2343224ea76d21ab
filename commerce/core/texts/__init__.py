"""What people read: texts in English and Hindi, and the language they are chosen by."""
