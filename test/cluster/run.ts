/** `npx tsx test/cluster/run.ts --rows 1000000 [--parts 40]`: the cluster test at any size, with its figures. */
import { parseArgs } from 'node:util';
import { runCluster } from './cluster.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, parts: { type: 'string', default: '40' } },
});
const { said, single, merged, seconds } = await runCluster(Number(values.rows), Number(values.parts));
process.stdout.write(
  `${values.rows} rows in ${said.parts} parts on ${said.workers} workers, ${said.killed ? 'one killed' : 'none killed'}, ${said.left} left\n` +
    `single run ${seconds.single.toFixed(1)} s, cluster with rows and merge ${seconds.cluster.toFixed(1)} s\n` +
    `${single}\n${merged}\n${single === merged ? 'identical' : 'DIFFERENT'}\n`,
);
process.exitCode = single === merged ? 0 : 1;
