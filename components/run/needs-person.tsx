"use client";

import { ItemsNeedPerson } from "./items-need-person";
import { PersonCard, type PersonCardProps } from "./person-card";

/** What a step that goes on only when the person does something asks for; of a repeated one, what its items do. */
export function NeedsPerson(props: PersonCardProps) {
  return props.step.items.length > 0 ? <ItemsNeedPerson {...props} /> : <PersonCard {...props} />;
}
