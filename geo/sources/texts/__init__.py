"""What is in a document: its paragraphs, and what it says about itself; a function a format.

These run in a process of their own (`geo.sources.document_child`): each takes bytes and returns a `Found`.
"""
