/** The people of a company with their roles; roles and memberships are chosen here. */
import "@mantine/core/styles/Checkbox.css";

import { ActionIcon, Alert, Anchor, Button, Checkbox, Group, Popover, Stack, Text, TextInput } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { forgetAnswers } from "../../api/queries";
import { type Column, DataTable } from "../../components/DataTable";
import { reason } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { NONE, number } from "../../i18n/numbers";
import { shared, useAddress } from "../../state/address";
import { numbered } from "../../state/numbered";
import { useMay, useReady } from "../../state/shop";
import { useClock } from "../people/when";
import { type AccountPage, type Member, type MemberChange, putMember } from "./ask";
import { BuyingCenter } from "./BuyingCenter";
import { OwnRole } from "./OwnRole";
import { texts } from "./text";

export function Members({ page }: { page: AccountPage }) {
  const t = useTexts(texts);
  const may = useMay("editor");
  const columns = useColumns(page, may);
  return (
    <Stack gap="sm">
      {page.members.length === 0 ? (
        <p className="hint">{t.noMembers}</p>
      ) : (
        <>
          <BuyingCenter page={page} />
          <DataTable caption={t.members} columns={columns} rows={page.members} rowKey={(row) => String(row.person)} />
        </>
      )}
      {may && (
        <Group gap="sm" align="flex-start">
          <AddMember page={page} />
          <OwnRole page={page} />
        </Group>
      )}
    </Stack>
  );
}

function useColumns(page: AccountPage, may: boolean): Column<Member>[] {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search } = useAddress();
  const { day } = useClock();
  const roles = new Map(page.roles.map((role) => [role.role, labelOf(role.label, language, role.role)]));
  const called = (row: Member) => row.known ?? t.knownBy[row.known_by] ?? String(row.person);
  return [
    {
      key: "person",
      label: t.person,
      cell: (row) => (
        <>
          <Anchor component={Link} to={`/people/${row.person}`} search={shared(search) as never} className="person-link">
            {called(row)}
          </Anchor>
          {row.former && <Text size="sm">{t.former}</Text>}
          {!row.former && !row.primary && (
            <Text size="sm" c="var(--quiet)">
              {t.notPrimary}
            </Text>
          )}
        </>
      ),
    },
    { key: "title", label: t.function, cell: (row) => row.title ?? NONE },
    {
      key: "roles",
      label: t.roles,
      cell: (row) => (
        <Group gap={6} wrap="nowrap">
          <span>{row.roles.map((role) => roles.get(role) ?? role).join(", ") || NONE}</span>
          {may && <ChooseRoles page={page} member={row} called={called(row)} />}
        </Group>
      ),
    },
    {
      key: "by",
      label: t.belongs,
      cell: (row) =>
        [
          ...row.belongs_by.map((by) => fill(t.belongsBy[by] ?? by, { domain: row.domain ?? "" })),
          row.from_at ? fill(t.from, { day: day(row.from_at) }) : "",
          row.to_at ? fill(t.to, { day: day(row.to_at) }) : "",
        ]
          .filter(Boolean)
          .join(", "),
    },
    { key: "touches", label: t.touches, number: true, cell: (row) => number(row.touches, language) },
    { key: "orders", label: t.orders, number: true, cell: (row) => number(row.orders, language) },
    { key: "seen", label: t.seen, cell: (row) => (row.last_seen ? day(row.last_seen) : NONE) },
  ];
}

/** One change of a person, told to the server; every answer is old afterwards. */
function useChange(page: AccountPage, done: () => void) {
  const { name } = useReady();
  return useMutation({
    mutationFn: ({ person, change }: { person: string; change: MemberChange }) =>
      putMember(name, page.account, person, change),
    onSuccess: async () => {
      await forgetAnswers(name);
      done();
    },
  });
}

function ChooseRoles({ page, member, called }: { page: AccountPage; member: Member; called: string }) {
  const t = useTexts(texts);
  const { text, language } = useLanguage();
  const [opened, open] = useState(false);
  const [roles, choose] = useState<string[]>([...member.roles]);
  const change = useChange(page, () => open(false));
  const label = fill(t.chooseRoles, { person: called });
  const put = (told: MemberChange) => change.mutate({ person: numbered(member.person), change: told });
  return (
    <Popover opened={opened} onChange={open} position="bottom-start" withinPortal trapFocus shadow="md">
      <Popover.Target>
        <ActionIcon variant="subtle" aria-label={label} onClick={() => open(!opened)}>
          <IconPencil size={16} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm" miw={260}>
          {change.isError && (
            <Alert color="red" variant="light" role="alert">
              {reason(change.error, text)}
            </Alert>
          )}
          <Stack gap={6} component="fieldset" className="choices">
            <Text component="legend" fw={600} size="sm">
              {label}
            </Text>
            {page.roles.map(({ role, label: told }) => (
              <Checkbox
                key={role}
                label={labelOf(told, language, role)}
                checked={roles.includes(role)}
                onChange={() =>
                  choose(roles.includes(role) ? roles.filter((one) => one !== role) : [...roles, role])
                }
              />
            ))}
          </Stack>
          <Group gap="sm">
            <Button size="compact-md" loading={change.isPending} onClick={() => put({ roles })}>
              {t.save}
            </Button>
            <Button size="compact-md" variant="subtle" onClick={() => put({ belongs: member.former })}>
              {member.former ? t.back : t.remove}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function AddMember({ page }: { page: AccountPage }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const [key, setKey] = useState<string>();
  const change = useChange(page, () => setKey(undefined));
  if (key === undefined)
    return (
      <Button variant="default" leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setKey("")}>
        {t.addMember}
      </Button>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ person: key.trim(), change: { belongs: true } });
      }}
    >
      <Group gap="sm" align="flex-end">
        <TextInput
          label={t.memberKey}
          value={key}
          error={change.isError ? reason(change.error, text) : undefined}
          onChange={(event) => setKey(event.currentTarget.value)}
          required
        />
        <Button type="submit" loading={change.isPending}>
          {t.save}
        </Button>
        <Button variant="subtle" onClick={() => setKey(undefined)}>
          {t.cancel}
        </Button>
      </Group>
    </form>
  );
}
