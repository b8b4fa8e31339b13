import { median } from '../median.ts';
import type { EndpointName } from './load/traffic.ts';
import type { Sample } from './measure.ts';
import type { Course } from './rounds.ts';
import { REFERENCE } from './servers.ts';

/** What the table and the plot show of one server on one endpoint: medians over the rounds. */
export interface Figure {
  endpoint: EndpointName;
  server: string;
  title: string;
  /** Of the reference's processor time for a request to this server's, in the same round. Above 1 is cheaper than it. */
  ratio: number;
  least: number;
  most: number;
  /** Microseconds of processor time for a request: the server's, and PostgreSQL's for it. */
  cpu: number;
  postgresCpu: number;
  /** Requests a second, closed load. */
  throughput: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** The same at equal load, and at how many requests a second; absent where it could not keep up. */
  open?: { rate: number; p50: number; p99: number };
  /** Megabytes, after the load. */
  rss: number;
}

/** An endpoint that a server is not in the table for, and why. */
export interface Void {
  endpoint: EndpointName;
  server: string;
  why: string;
}

export function figuresOf(endpoint: EndpointName, courses: readonly Course[]): { figures: Figure[]; voids: Void[] } {
  const reference = courses.find(({ name }) => name === REFERENCE)?.samples ?? [];
  const whole = courses.filter(({ fault }) => fault === undefined);
  return {
    figures: whole.map((course) => figureOf(endpoint, course, reference)),
    voids: courses.flatMap(({ name, fault }) => (fault === undefined ? [] : [{ endpoint, server: name, why: fault }])),
  };
}

function figureOf(endpoint: EndpointName, { name, title, samples }: Course, reference: readonly Sample[]): Figure {
  const ratios = samples.map(({ cpu }, round) => (reference[round]?.cpu ?? Number.NaN) / cpu);
  const of = (value: (sample: Sample) => number): number => median(samples.map(value));
  const open = samples.map((sample) => sample.open).filter((seen) => seen !== undefined);
  return {
    endpoint,
    server: name,
    title,
    ratio: rounded(median(ratios), 2),
    least: rounded(Math.min(...ratios), 2),
    most: rounded(Math.max(...ratios), 2),
    cpu: rounded(of(({ cpu }) => cpu) * 1000),
    postgresCpu: rounded(of(({ postgresCpu }) => postgresCpu) * 1000),
    throughput: rounded(
      of(({ throughput }) => throughput),
      of(({ throughput }) => throughput) < 100 ? 1 : 0,
    ),
    p50: rounded(
      of(({ p50 }) => p50),
      1,
    ),
    p99: rounded(
      of(({ p99 }) => p99),
      1,
    ),
    ...(open.length * 2 > samples.length && { open: openOf(open) }),
    rss: rounded(of(({ rss }) => rss) / 1024 / 1024),
  };
}

const openOf = (seen: readonly NonNullable<Sample['open']>[]): NonNullable<Figure['open']> => ({
  rate: rounded(median(seen.map(({ rate }) => rate))),
  p50: rounded(median(seen.map(({ p50 }) => p50)), 1),
  p99: rounded(median(seen.map(({ p99 }) => p99)), 1),
});

const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));
