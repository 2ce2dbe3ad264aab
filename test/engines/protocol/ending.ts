// The URL of a cluster and a way to end in; a process that has an index there when it ends out.
import { remoteElastic } from '../../../src/engines/elasticsearch/find.ts';

const [url = '', how] = process.argv.slice(2);
const engine = await remoteElastic(url, 'esql', { scripts: '', prepare: false, env: process.env, onNote: () => undefined });
await engine.load([{ place: engine.placeFor(''), fields: new Map(), events: [{}] }]);
process.stdout.write(`loaded ${process.pid}\n`);
if (how === 'exit') process.exit(0);
if (how === 'throw') throw new Error('on purpose');
setTimeout(() => undefined, 20_000);
