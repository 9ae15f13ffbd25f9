"""Reference sets: the clips on which versions are compared, fixed by a content hash and kept in the object store."""
