// Functions that the evaluator does not compute: the call is refused by its name.
import { unsupported } from '../refusal.ts';
import type { Fn } from '../scope.ts';

export const missing: Fn = ({ name, span }) => unsupported(`the function \`${name}()\``, span);
