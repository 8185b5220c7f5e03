"""The graph: its model, the ledger it is made from, the stores it lies in, and what is measured in it."""
