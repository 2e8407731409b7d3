"""What people write in READMEs, notes and blogs, and what they mean by it: one file of habits per topic."""
