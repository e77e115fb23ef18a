# docs: installed as they are.
dist_doc_DATA =
dist_doc_DATA += docs/ARCHITECTURE.md
dist_doc_DATA += docs/cookbook.md
dist_doc_DATA += docs/language.md
dist_doc_DATA += docs/state.md
dist_doc_DATA += docs/tutorial.md

dist_man1_MANS = docs/lurcher.1

# For those who change Lurcher.
EXTRA_DIST += docs/HACKING.md
