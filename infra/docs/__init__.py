"""The documents as a site: what is made at its building, from the code and from files outside of docs/."""
