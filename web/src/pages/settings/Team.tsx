/** Einstellungen · Team: who may sign in, in which role; new passwords are shown once. */
import { Alert, Button, Code, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { answered, client, type Schemas } from "../../api/client";
import { session, users } from "../../api/queries";
import { AskedTwice } from "../../components/AskedTwice";
import { type Column, DataTable } from "../../components/DataTable";
import { Page, Section } from "../../components/Page";
import { Asked, reason } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import type { Role } from "../../state/shop";
import { texts } from "./text";

type User = Schemas["UserView"];
type Fresh = Schemas["Password"];

export default function Team() {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const known = useQuery(users);
  const team = useTeam();
  return (
    <Page title={t.team}>
      <Text c="var(--quiet)">{t.teamHint}</Text>
      {team.fresh && <FreshPassword fresh={team.fresh} />}
      {team.error !== null && (
        <Alert color="red" variant="light" role="alert">
          {reason(team.error, text)}
        </Alert>
      )}
      <Asked query={known}>{(list) => <Users list={list} team={team} />}</Asked>
      <Section title={t.invite}>
        <Invitation invite={team.invite} />
      </Section>
    </Page>
  );
}

function FreshPassword({ fresh }: { fresh: Fresh }) {
  const t = useTexts(texts);
  return (
    <Alert variant="light" role="status">
      <Stack gap="xs">
        <Text>{fill(t.passwordOf, { email: fresh.email })}</Text>
        <Code fz="lg" data-password>
          {fresh.password}
        </Code>
      </Stack>
    </Alert>
  );
}

function Users({ list, team }: { list: User[]; team: ReturnType<typeof useTeam> }) {
  const t = useTexts(texts);
  const me = useQuery(session).data?.email;
  const columns: Column<User>[] = [
    {
      key: "email",
      label: t.email,
      cell: (user) => (user.email === me ? `${user.email} (${t.you})` : user.email),
      by: (user) => user.email,
    },
    {
      key: "role",
      label: t.role,
      cell: (user) => t.roles[user.role as Role],
      by: (user) => user.role,
    },
    {
      key: "do",
      label: "",
      cell: (user) =>
        user.email === me ? null : (
          <Group gap="xs">
            <Button variant="default" size="compact-sm" onClick={() => team.renew(user.email)}>
              {t.newPassword}
            </Button>
            <AskedTwice
              label={t.remove}
              sure={fill(t.removeSure, { email: user.email })}
              act={() => team.remove(user.email)}
            />
          </Group>
        ),
    },
  ];
  return <DataTable caption={t.team} columns={columns} rows={list} rowKey={(user) => user.email} />;
}

function Invitation({ invite }: { invite: (user: { email: string; role: Role }) => void }) {
  const t = useTexts(texts);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite({ email, role });
    setEmail("");
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t.email}
          type="email"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <NativeSelect
          label={t.role}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as Role)}
          data={(["viewer", "editor", "owner"] as const).map((value) => ({
            value,
            label: `${t.roles[value]}: ${t.roleHints[value]}`,
          }))}
        />
        <Button type="submit">{t.invite}</Button>
      </Group>
    </form>
  );
}

function useTeam() {
  const client_ = useQueryClient();
  const [fresh, setFresh] = useState<Fresh>();
  const settled = { onSettled: () => client_.invalidateQueries({ queryKey: users.queryKey }) };
  const shown = { ...settled, onSuccess: setFresh };
  const invite = useMutation({
    mutationFn: (body: { email: string; role: Role }) => answered(client.POST("/api/users", { body })),
    ...shown,
  });
  const renew = useMutation({
    mutationFn: (email: string) =>
      answered(client.POST("/api/users/{email}/password", { params: { path: { email } } })),
    ...shown,
  });
  const remove = useMutation({
    mutationFn: (email: string) =>
      answered(client.DELETE("/api/users/{email}", { params: { path: { email } } })),
    ...settled,
  });
  return {
    fresh,
    error: invite.error ?? renew.error ?? remove.error,
    invite: invite.mutate,
    renew: renew.mutate,
    remove: remove.mutate,
  };
}
