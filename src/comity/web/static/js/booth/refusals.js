// Why something is refused: the same codes as in src/comity/ballots/refusals.py, and the place of the fault.

export class Refused extends Error {
  constructor(code, place = "", blanks = {}) {
    super(place ? `${place}: ${code}` : code);
    this.name = "Refused";
    this.code = code;
    this.place = place;
    this.blanks = blanks;
  }
}

export function require(holds, code, place = "", blanks = {}) {
  if (!holds) throw new Refused(code, place, blanks);
}

/** Say where a refusal raised inside happened. */
export function at(place, work) {
  try {
    return work();
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    throw new Refused(refusal.code, refusal.place ? `${place}/${refusal.place}` : place, refusal.blanks);
  }
}
