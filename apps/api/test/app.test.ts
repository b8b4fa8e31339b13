import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { createSequelize, opener } from '../src/database/connection.ts';
import { OutageWatch } from '../src/database/outage.ts';
import { createLog } from '../src/log.ts';
import { WatchedServer } from '../src/replicas/watched-server.ts';

test('createApp refuses a Sequelize that the models are no longer bound to', async () => {
  const [first, second] = ['first', 'second'].map((name) => {
    const sequelize = createSequelize(`postgres://u@127.0.0.1:1/${name}`, { poolMax: 2, timeout: 100 });
    onTestFinished(() => sequelize.close());
    return sequelize;
  });
  if (first === undefined || second === undefined) throw new Error('there are two');
  const log = await createLog({ level: 'silent', pretty: false });
  const outage = new OutageWatch(log, () => Promise.resolve());
  const concurrency = { target: 100, least: 1, most: 10 };
  const lifecycle = { draining: false };
  const options = {
    log,
    outage,
    watched: new WatchedServer(opener(first)),
    concurrency,
    lifecycle,
    bodyLimit: 1024,
    bodyTimeout: 1000,
    patience: 1000,
    cursorSecret: '',
  };
  expect(() => createApp({ sequelize: first, ...options })).toThrow('Employee is bound to another Sequelize');
  expect(() => createApp({ sequelize: second, ...options })).not.toThrow();
});
