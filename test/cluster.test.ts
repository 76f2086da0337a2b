/** Past one machine: partitions on a cluster that loses a worker make the report of a single run. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dask, runCluster } from './cluster/cluster.ts';

(dask ? test : test.skip)('20,000 rows on two workers, one killed: byte for byte the single report', async () => {
  const { said, single, merged } = await runCluster(20_000, 10);
  assert.equal(said, { parts: 10, workers: 2, killed: true, left: 1 });
  assert.is(merged, single);
});

test.run();
