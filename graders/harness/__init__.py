"""The student's side of a judged call; knows no expected value."""
