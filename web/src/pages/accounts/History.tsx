/** What people and files said about a company, the latest first; what counts now can be taken back. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";

import { forgetAnswers } from "../../api/queries";
import { Asked, reason } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { useMay, useReady } from "../../state/shop";
import { useClock } from "../people/when";
import { type AccountPage, accountHistory, type Change, undoEntry } from "./ask";
import { texts } from "./courseTexts";

export function History({ page }: { page: AccountPage }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const { name } = useReady();
  const may = useMay("editor");
  const query = useQuery(accountHistory(name, page.account));
  const undoing = useMutation({
    mutationFn: (entry: number) => undoEntry(name, page.account, entry),
    onSuccess: () => forgetAnswers(name),
  });
  return (
    <details className="history">
      <summary>{t.entries}</summary>
      {undoing.isError && (
        <Alert color="red" variant="light" role="alert">
          {reason(undoing.error, text)}
        </Alert>
      )}
      <Asked query={query}>
        {(answer) =>
          answer.entries.length === 0 ? (
            <p className="hint">{t.noHistory}</p>
          ) : (
            <ol className="entries">
              {answer.entries.map((one) => (
                <li key={one.entry.id} data-entry={one.entry.id}>
                  <Entry page={page} change={one} />
                  {may && one.can_undo && (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      loading={undoing.isPending && undoing.variables === one.entry.id}
                      onClick={() => undoing.mutate(one.entry.id)}
                    >
                      {t.undo}
                    </Button>
                  )}
                </li>
              ))}
            </ol>
          )
        }
      </Asked>
    </details>
  );
}

function Entry({ page, change }: { page: AccountPage; change: Change }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { day } = useClock();
  const { entry } = change;
  const field = page.fields.find((one) => one.field === entry.field);
  const what = named(entry.field, t) ?? labelOf(field?.label ?? {}, language, entry.field);
  const about = change.person >= 0 ? fill(t.entryOf, { what, person: change.person }) : what;
  const source = fill(t.sources[entry.source] ?? entry.source, { by: entry.by, day: day(entry.at) });
  return (
    <Group gap="xs" component="span">
      <Text component="span" td={entry.undone_by ? "line-through" : undefined}>
        {about}: {said(entry.field, entry.value, page, language, t)}
      </Text>
      <Text component="span" size="sm" c="var(--quiet)">
        {source}
        {entry.undone_by && ` · ${fill(t.undone, { by: entry.undone_by })}`}
      </Text>
    </Group>
  );
}

type Texts = ReturnType<typeof useTexts<(typeof texts)["de"]>>;

function named(field: string, t: Texts): string | undefined {
  if (field === "member") return t.membership;
  return field === "roles" ? t.roles : undefined;
}

/** A value of the log in words. */
function said(field: string, value: unknown, page: AccountPage, language: "de" | "en", t: Texts): string {
  if (value === null || value === undefined) return t.emptied;
  if (Array.isArray(value)) {
    const names = new Map(page.roles.map((role) => [role.role, labelOf(role.label, language, role.role)]));
    return value.map((one) => (field === "roles" ? (names.get(String(one)) ?? String(one)) : String(one))).join(", ");
  }
  if (field === "member") return (value as { belongs?: boolean }).belongs === false ? t.no : t.yes;
  if (typeof value === "object") return Object.values(value as object).join(" ");
  return String(value);
}
