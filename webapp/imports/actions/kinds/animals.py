"""Animals: whose they are, what they are, whether they live."""

from functools import lru_cache
from typing import Any, ClassVar

from peewee import chunked

from webapp import text
from webapp.holds.rules import CONTACT, DEATH_DENIED, LIFE, NAME
from webapp.holds.rules.names import that_say_more
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds import lives, refusals
from webapp.imports.actions.kinds.base import Importer, filled
from webapp.imports.actions.references import SEVERAL
from webapp.imports.rules import life, words
from webapp.imports.rules.cells import ERROR, Column, Doubt
from webapp.later import Later
from webapp.models import Animal

animal_actions = Later("webapp.animals.actions")  # of no use to who only looks
_PORTION = 500  # animals that other rooms are told of at a time
_BOOLEANS = ("crossbred", "sterile", "deceased", "other_clinic", "no_reminders")
_INACTIVE = {"active": 0, "inactive": 1, "deleted": 1}  # field → what of it says so

_sort_key = lru_cache(maxsize=20_000)(text.sort_key)  # the same names come again and again


class Animals(Importer):
    """An animal without a name is taken; one whose owner is unknown or refused is not."""

    kind = "animals"
    model = Animal
    writes: ClassVar[dict[str, tuple[str, ...]]] = {
        "client": ("client_id",),
        "species": ("species_id",),
        "breed": ("breed_id", "crossbred"),
        "sex": ("sex", "sterile"),
        "deceased": ("deceased", "deceased_on", "given_away_on"),
        "state": ("deceased", "deceased_on", "given_away_on"),
        "deceased_on": ("deceased", "deceased_on"),
        "death_reason": ("deceased",),
        "stop_reminders": ("no_reminders",),
        **dict.fromkeys(("active", "inactive", "deleted"), ()),
    }
    settles = ("deceased", "state", "deceased_on")
    derived = ("sort_name",)
    corrections = True
    beside = "name"

    def known_as(self, batch: Batch, keys: list[str]) -> list[str]:
        """That client's one animal of this name is here already, maybe from another file."""
        references = self.context.references
        return references.numbers_of_pets(self.clients(batch), batch.values["name"], keys)

    def check(self, batch: Batch) -> None:
        values = batch.values
        found = self.clients(batch)
        if SEVERAL in found:
            self.by_animal(batch, found, self.context.references.animals.ids(values["number"]))
        self.refer(batch, "client", "client", found)
        values["client_id"] = found
        if "sex" in values:
            means = [meaning or (None, None) for meaning in values["sex"]]
            values["sex"] = [sex for sex, _ in means]
            said = values.get("sterile") or [None] * len(batch)
            values["sterile"] = [
                int(b) if a is None and b is not None else a for a, (_, b) in zip(said, means, strict=True)
            ]
        for place in that_say_more(values["name"], animal=True):
            batch.hold(place, "", NAME, values["name"][place])
        self._deaths(batch)
        self._inactive(batch)
        silent = ("no_reminders", "stop_reminders", "no_reminders_until")
        refusals.hold_unread(batch, silent, self.headers, CONTACT)
        refusals.silence(batch)

    def _inactive(self, batch: Batch) -> None:
        """An inactive animal may be dead, may have moved, or its record may be one too many: nobody can know."""
        nothing: Column = [None] * len(batch)
        dead, away = (batch.values.get(name) or nothing for name in ("deceased", "given_away_on"))
        refusals.hold_unread(batch, _INACTIVE, self.headers, LIFE)
        for field, gone in _INACTIVE.items():
            for place, said in enumerate(batch.values.pop(field, ())):
                if said == gone and not dead[place] and not away[place]:
                    batch.hold(place, "", LIFE, "1" if gone else "0", column=self.headers[field])

    def _deaths(self, batch: Batch) -> None:
        """What the flag, the reason and the date of death say together; nothing where all are empty."""
        values = batch.values
        if not {"deceased", "state", "deceased_on", "death_reason"} & self.fields.keys():
            return
        nothing: Column = [None] * len(batch)
        says, fields = lives.says(batch, self.headers)
        days, born = values.get("deceased_on", nothing), values.get("born_on", nothing)
        reasons = values.pop("death_reason", nothing)
        dead, on, gone = list(nothing), list(nothing), list(nothing)
        for place, (flag, day, reason) in enumerate(zip(says, days, reasons, strict=True)):
            if flag is lives.HELD:
                continue
            if reason and words.YES_NO.get(words.key(reason)) is not False:
                if isinstance(flag, life.Life) and not flag.dead and day is None:
                    batch.hold(place, "deceased", DEATH_DENIED, reason, column=self.headers["death_reason"])
                    continue
                flag = flag if isinstance(flag, life.Life) and flag.dead else life.DEAD
            if day is None and flag is life.ALIVE:
                dead[place] = 0
                continue
            if flag is None and day is None:
                batch.leave(place, "deceased")
                batch.leave(place, "deceased_on")
                continue
            for name, cell in ((fields[place], flag), ("deceased_on", day)):
                if cell.__class__ is Doubt and cell.code == ERROR:
                    batch.doubt(place, name, ERROR, cell.value)
            verdict = life.judge(lives.said(flag), lives.said_by_day(day), born[place], self._today, fields[place])
            dead[place] = None if verdict.dead is None else int(verdict.dead)
            on[place], gone[place] = verdict.on, self._today if verdict.gone else None
            self._unsettled(batch, place, verdict)
        values["deceased"], values["given_away_on"] = dead, values.get("given_away_on") or gone
        values["deceased_on"] = on

    def _unsettled(self, batch: Batch, place: int, verdict: life.Verdict) -> None:
        if verdict.held:
            field, code, value = verdict.held
            reason = DEATH_DENIED if code == DEATH_DENIED else LIFE
            batch.hold(place, "deceased, deceased_on", reason, value, column=self.headers[field])
        elif verdict.doubt and verdict.doubt[1] != ERROR:
            batch.doubt(place, *verdict.doubt)

    @property
    def _today(self) -> str:
        return self.context.customs.today

    def compose(self, batch: Batch) -> dict[str, Column]:
        values = batch.values
        batch.leave_empty("other_clinic")
        for name in ("deceased", "other_clinic"):
            if name in values:
                values[name] = filled(values[name], 0)
        species = self._species(batch)
        if "breed" in values:
            self._breeds(batch, species)
        self._ages(batch, species)
        composed = super().compose(batch)
        composed["sort_name"] = [_sort_key(name) for name in values["name"]]
        return composed

    def _species(self, batch: Batch) -> Column:
        """A species that is not known is not made: what it says may be a code, or a slip."""
        values = batch.values
        if "species" not in values:
            return [None] * len(batch)
        find, alphabet = self.context.lookups.species_id, self.alphabets.get("species", frozenset())
        found = values["species_id"] = [find(name, alphabet) for name in values["species"]]
        for place, (kind, name) in enumerate(zip(found, values["species"], strict=True)):
            if name in self.told_species and kind is None:
                found[place] = self._new_species(name)
            elif kind is None and name:
                batch.doubt(place, "species", "unknown_species", name)
        return found

    def _new_species(self, name: str) -> int:
        """A person said that there is such a species."""
        lookup, key = self.context.lookups.species, words.key(name)
        columns = {"code": "-".join(text.words(name)).upper()[:20] or name[:20], "name_fr": name, "name_en": name}
        return lookup.found.get(key) or lookup.add(key, columns, name)

    def _breeds(self, batch: Batch, species: Column) -> None:
        """A breed that is not known is made. What says "crossbred" stands beside it, not in it."""
        values, lookups = batch.values, self.context.lookups
        pairs = list(zip(species, values["breed"], strict=True))
        known = {pair: lookups.breed(*pair) for pair in dict.fromkeys(pairs)}
        crossed = values.setdefault("crossbred", [None] * len(batch))
        values["crossbred"] = [
            1 if said is None and known[pair][1] else said for said, pair in zip(crossed, pairs, strict=True)
        ]
        values["breed_id"] = [known[pair][0] for pair in pairs]
        alone = {pair for pair, (breed, _, named) in known.items() if named and breed is None}
        for place, pair in enumerate(pairs if alone else ()):
            if pair in alone:
                batch.doubt(place, "breed", "breed_alone", pair[1])

    def _ages(self, batch: Batch, species: Column) -> None:
        """A birth so long ago that no animal of the species lives, or lived when it died, is none."""
        born = batch.values.get("born_on")
        if born is None:
            return
        died = batch.values.get("deceased_on") or [None] * len(batch)
        names = self.context.lookups.species.names
        years = {each: life.oldest(names.get(each, "")) for each in set(species)}
        latest = max([self._today[:4], *(end[:4] for end in set(died) if end)])
        suspect = str(int(latest) - min(years.values()))
        for place in [place for place, day in enumerate(born) if day and day < suspect]:
            day, end, kind = born[place], died[place], species[place]
            if int((end or self._today)[:4]) - int(day[:4]) > years[kind]:
                batch.doubt(place, "born_on", "too_old", day)
                born[place] = None

    @property
    def adjusts(self) -> bool:
        """Where the file has no column for it, a sex that says nothing of neutering leaves what stands."""
        return self._tells_sterile or "deceased" in self.compared or self._tells_crossed

    @property
    def _tells_sterile(self) -> bool:
        return "sex" in self.fields and "sterile" not in self.fields

    @property
    def _tells_crossed(self) -> bool:
        return "breed" in self.fields and "crossbred" not in self.fields

    @property
    def _tells_gone(self) -> bool:
        return "deceased" in self.fields and "given_away_on" not in self.fields

    def adjust(self, new: dict[str, Any], old: dict[str, Any]) -> None:
        if self._tells_sterile and new["sterile"] is None:
            new["sterile"] = old["sterile"]
        if self._tells_crossed and new["crossbred"] is None:
            new["crossbred"] = old["crossbred"]
        if "deceased" in new and new["deceased"] and old["deceased"]:  # blank is no other day
            new["deceased_on"] = new["deceased_on"] or old["deceased_on"]
        if self._tells_gone and old["given_away_on"] and new["client_id"] == old["client_id"]:
            new["given_away_on"] = old["given_away_on"]

    def derive(self, values: dict[str, Any]) -> None:
        values["sort_name"] = _sort_key(values["name"])

    def said(self, column: str, value: Any) -> Any:
        if value is None:
            return None
        if column == "species_id":
            return self.context.lookups.species.names.get(value, "")
        if column == "breed_id":
            return self.context.lookups.breeds.names.get(value, "")
        return bool(value) if column in _BOOLEANS else value

    def before_write(self, table: str) -> None:
        """Note who changes owner, who dies and who does not after all, while the old rows still stand."""
        run = self.context.staging.execute
        changed = f"temp.{table} s JOIN animal a ON a.id = s.row"
        today = self.context.now.astimezone(self.context.zone).date().isoformat()
        # A person who said "given away" also changed the owner, as far as lists go: a new owner settles it.
        moved = f"SELECT a.id, a.client_id FROM {changed} WHERE a.client_id <> s.client_id"
        self._moved = run(moved).fetchall()
        run(f"INSERT INTO ownership (animal_id, client_id, until_on) SELECT id, client_id, ? FROM ({moved})", (today,))
        if "given_away_on" not in self.compared:
            run(f"UPDATE animal SET given_away_on = NULL WHERE id IN (SELECT id FROM ({moved}))")
        silent = [each for each in self.compared if each in ("no_reminders", "no_reminders_until")]
        self._refused = refusals.staged(self.context, "animal", table, silent)
        self._died: list[int] = []
        self._revived: list[int] = []
        if "deceased" in self.compared:
            of = f"SELECT a.id FROM {changed} WHERE s.deceased = ? AND a.deceased = ?"
            self._died = [row for (row,) in run(of, (1, 0))]
            self._revived = [row for (row,) in run(of, (0, 1))]

    def after_insert(self, table: str) -> None:
        refusals.note_new(self.context, "animal", table, self.compared)

    def after_write(self, table: str) -> None:
        """History of those, and the other rooms are told."""
        context = self.context
        many = context.staging.many
        refusals.note(context, "animal", self._refused)
        entry = "INSERT INTO history_entry (client_id, animal_id, at, verb, details) "
        name = "trim(first_name || ' ' || last_name)"
        for of in ("a.client_id", ":former"):
            many(
                f"{entry} SELECT {of}, a.id, :at, 'transferred', json_object("
                f"'from', (SELECT {name} FROM client WHERE id = :former), "
                f"'to', (SELECT {name} FROM client WHERE id = a.client_id)) "
                "FROM animal a WHERE a.id = :animal",
                ({"former": former, "at": context.now_text, "animal": animal} for animal, former in self._moved),
            )
        for tell, animals, verb in (
            (animal_actions.stop_for_deceased, self._died, "deceased"),
            (animal_actions.resume_for_revived, self._revived, "revived"),
        ):
            if not animals:
                continue
            for some in chunked(animals, _PORTION):
                tell(animal_ids=some, now=context.now)
            # Who had something to be stopped got their line from the room that stopped it.
            many(
                f"{entry} SELECT client_id, id, :at, :verb, json_object('on', deceased_on) FROM animal "
                "WHERE id = :animal AND NOT EXISTS (SELECT 1 FROM history_entry "
                "WHERE animal_id = :animal AND verb = :verb AND at = :at)",
                ({"at": context.now_text, "verb": verb, "animal": animal} for animal in animals),
            )
