"""How a program lies on disk: one file, a file that imports another, or a pack of several files;
its lists in the text or in files of their own."""
import model_text
FORMS = ("file", "file", "import", "pack")


def _is_plain(item):
    """Can a text file of values hold it, as the same value?"""
    return isinstance(item, int) or (item != "" and item == item.strip() and item[0] != "#" and item.isprintable())


def _csv_cell(text):
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"') else text


class Layout:
    """files: {path: text}; paths: what `-r` is given; prefix: of the rules' full names. unsaid: of the vocabularies, the
    names of sources that need no import."""

    def __init__(self, rnd, vocabularies, unsaid=()):
        self.rnd, self.vocabularies, self.unsaid = rnd, vocabularies, unsaid
        self.files, self.form = {}, rnd.choice(FORMS)
        self.beside = {}  # {item: the name and the text of the file of values that it names}
        self.prefix = "tried." if self.form == "pack" else ""
        self.paths = ["tried"] if self.form == "pack" else ["rules.lur"]

    def _imports(self):
        """Of the sources of the library."""
        names = [vocabulary.schema.name for vocabulary in self.vocabularies if not vocabulary.block]
        return [f"import {name}\n" for name in names if name not in self.unsaid]

    def _sources(self):
        return self._imports() + [vocabulary.block for vocabulary in self.vocabularies if vocabulary.block]

    def _list_file(self, name, items):
        """The item that names a file of the values."""
        words = [str(item) for item in items]
        if self.rnd.random() < 0.5:
            text, place = "# values\n" + "\n\n".join(words) + "\n", f'"{name}.txt"'
        else:
            rows = [f"{number},{_csv_cell(word)}" for number, word in enumerate(words)]
            text, place = "number,the value\n" + "\n".join(rows) + "\n", f'"{name}.csv" column "the value"'
        item = f"list {name} from {place}"
        self.beside[item] = place.split('"')[1], text
        return item

    def _list(self, name, items):
        if all(map(_is_plain, items)) and self.rnd.random() < 0.5:
            return self._list_file(name, items)
        return model_text.named_list(name, items)

    def write(self, lets, chains, lists, rules):
        """Spread the items over files; gives their texts together."""
        names = [model_text.let(name, *let) for name, let in lets.items()]
        names += [model_text.chain(name, chain, source if len(self.vocabularies) > 1 else None)
                  for name, (source, chain) in chains.items()]
        names += [self._list(name, items) for name, items in lists.items()]
        rules = [model_text.rule(rule) for rule in rules]
        self.rnd.shuffle(names)
        self.rnd.shuffle(rules)
        {"file": self._one_file, "import": self._two_files, "pack": self._pack}[self.form](names, rules)
        return "\n".join(text for path, text in self.files.items() if path.endswith(".lur"))

    def _put(self, path, items):
        for name, text in (self.beside[item] for item in items if item in self.beside):
            self.files[path[:path.rindex("/") + 1] + name if "/" in path else name] = text
        self.files[path] = "\n\n".join(items) + "\n"

    def _one_file(self, names, rules):
        items = names + rules
        self.rnd.shuffle(items)
        self._put("rules.lur", self._sources() + items)

    def _two_files(self, names, rules):
        """The names and, unless it is the library's, the source are imported."""
        self._put("names.lur", self._sources() + names)
        self._put("rules.lur", ["import names"] + self._imports() + rules)

    def _pack(self, names, rules):
        """Every file of a pack sees what is in the others."""
        items = names + rules
        self.rnd.shuffle(items)
        cut = self.rnd.randint(0, len(items))
        self._put("tried/pack.lur", ['pack tried { version "1" language 1 }'] + self._sources() + items[:cut])
        self._put("tried/below/more.lur", items[cut:])
