/** What a person of a company is called on its page: roles first, then the title, then the (masked) key. */
import { labelOf, useLanguage, useTexts } from "../../i18n/language";
import type { AccountPage } from "./ask";
import { texts } from "./text";

export type Called = { role: string; name: string };

export function useNames(page: AccountPage): (person: number) => Called {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const roles = new Map(page.roles.map((role) => [role.role, labelOf(role.label, language, role.role)]));
  return (person) => {
    const member = page.members.find((one) => one.person === person);
    const known = member?.known ?? t.knownBy[member?.known_by ?? "nothing"] ?? String(person);
    const role = (member?.roles ?? []).map((one) => roles.get(one) ?? one).join(", ");
    const name = [member?.title, known].filter(Boolean).join(", ");
    return { role: role || t.noRole, name };
  };
}
