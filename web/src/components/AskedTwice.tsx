/** A button for what cannot be undone: the first press asks, the second does it. */
import { Button } from "@mantine/core";
import { useState } from "react";

export function AskedTwice({ label, sure, act }: { label: string; sure: string; act: () => void }) {
  const [asked, setAsked] = useState(false);
  return (
    <Button
      variant={asked ? "filled" : "subtle"}
      color="red"
      size="compact-sm"
      onClick={() => (asked ? act() : setAsked(true))}
      onBlur={() => setAsked(false)}
    >
      {asked ? sure : label}
    </Button>
  );
}
