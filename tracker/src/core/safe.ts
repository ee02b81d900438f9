/** Runs `work`; nothing that goes wrong in it may reach the page. */
export const quiet = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

/** The same function, which never throws. */
export const safe =
  <A extends unknown[]>(work: (...given: A) => unknown) =>
  (...given: A): void => {
    quiet(() => work(...given));
  };
