"""The pages: one function and one template each; a page asks the record and renders, and decides nothing."""
