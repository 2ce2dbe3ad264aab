// A name in, the UUID (version 5, RFC 9562) of that name in this project's namespace out: the same name always has the same id.
import { v5 } from 'uuid';

/** Fixed once; every id that rmmc gives is made in it. */
const namespace = '5a0c3b52-8e4d-5f0e-9b6a-41d72c937e18';

/** Half of a surrogate pair has no bytes in UTF-8. */
const half = /\p{Surrogate}/gu;

export const uuidOf = (name: string): string => v5(name.replace(half, '\ufffd'), namespace);

/** True for a UUID of any version, as rule ids of Sentinel are. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
