/** One figure of a page's head with its label below. */
import { Paper, Text } from "@mantine/core";

export function Fact({ label, value, name }: { label: string; value: string; name: string }) {
  return (
    <Paper withBorder className="figure" data-fact={name}>
      <Text component="span" className="figure-value">
        {value}
      </Text>
      <Text component="span" size="sm" c="var(--quiet)">
        {label}
      </Text>
    </Paper>
  );
}
