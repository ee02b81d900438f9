/** The Buying Center, drawn: a place for each role, its people in it, empty ones as white spots. */
import { Text } from "@mantine/core";

import { labelOf, useLanguage, useTexts } from "../../i18n/language";
import type { AccountPage, Member } from "./ask";
import { texts } from "./text";

export function BuyingCenter({ page }: { page: AccountPage }) {
  const t = useTexts(texts);
  const { text, language } = useLanguage();
  const people = page.members.filter((member) => !member.former);
  const called = (one: Member) => [one.title, one.known ?? t.knownBy[one.known_by]].filter(Boolean).join(", ");
  const nameless = people.filter((one) => one.roles.length === 0);
  return (
    <ul className="buying-center" aria-label={t.buyingCenter}>
      {page.roles.map((role) => {
        const mine = people.filter((one) => one.roles.includes(role.role));
        return (
          <li key={role.role} data-role={role.role} className={mine.length ? "role" : "role role-white"}>
            <Text component="span" fw={600}>
              {labelOf(role.label, language, role.role)}
            </Text>
            {mine.length === 0 ? (
              <Text component="span" size="sm" fs="italic" c="var(--quiet)">
                {text.whiteSpot}
              </Text>
            ) : (
              mine.map((one) => (
                <Text key={one.person} component="span" size="sm">
                  {called(one)}
                </Text>
              ))
            )}
          </li>
        );
      })}
      {nameless.length > 0 && (
        <li className="role role-none">
          <Text component="span" fw={600}>
            {t.noRole}
          </Text>
          {nameless.map((one) => (
            <Text key={one.person} component="span" size="sm">
              {called(one)}
            </Text>
          ))}
        </li>
      )}
    </ul>
  );
}
