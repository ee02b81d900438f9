/** Whether what arrives is taken in: silent when all is well, an alarm with the next step when not. */
import { Alert, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { useTexts } from "../../i18n/language";
import { collector } from "./queries";
import { texts } from "./text";

export function Receiving({ name }: { name: string }) {
  const t = useTexts(texts);
  const { data } = useQuery(collector(name));
  if (!data || data.alarms.length === 0) return null;
  return (
    <Alert color="red" variant="light" title={t.alarm} role="alert">
      {data.alarms.map((alarm) => (
        <Text key={alarm}>{t.alarms[alarm] ?? data.fault}</Text>
      ))}
    </Alert>
  );
}
