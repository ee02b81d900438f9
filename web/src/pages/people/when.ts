/** Days and clock times of a person's page, in the shop's zone. */
import { useLanguage } from "../../i18n/language";
import { useReady } from "../../state/shop";

export type Clock = {
  /** 5. Mai 2026 */
  day: (value: string) => string;
  /** Di., 5. Mai 2026, 21:14 */
  full: (value: string) => string;
  /** Fr. 7:40 */
  short: (value: string) => string;
  /** 21:14 */
  time: (value: string) => string;
};

export function useClock(): Clock {
  const { language } = useLanguage();
  const { shop } = useReady();
  const locale = language === "de" ? "de-DE" : "en-GB";
  const written = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: shop.zone });
    return (value: string) => format.format(new Date(value));
  };
  const time: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };
  return {
    day: written({ day: "numeric", month: "long", year: "numeric" }),
    full: written({ weekday: "short", day: "numeric", month: "long", year: "numeric", ...time }),
    short: written({ weekday: "short", day: "numeric", month: "short", ...time }),
    time: written(time),
  };
}
