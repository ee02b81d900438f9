/** A person by number: a bare 17 would be asked for as a key first, and a customer may be called so. */
export const numbered = (person: string | number): string =>
  /^\d+$/.test(String(person)) ? `person:${person}` : String(person);
