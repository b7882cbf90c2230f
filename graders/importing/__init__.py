"""Turns what a course has elsewhere into assignment folders of ours."""
