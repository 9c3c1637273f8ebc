// What the build of the site must not leave behind: a link that leads nowhere, a file that nobody can download, a package
// without its Javadoc. Looks at the pages as they were built.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const site = join(here, 'target/site')
const scripts = 'db-worker-registry/src/main/resources/io/snowkey/registry'
const wrong = []

/** What a page links to, and what can be linked to in it. */
function read(page) {
  const html = readFileSync(join(site, page), 'utf8')
  const found = pattern => [...html.matchAll(pattern)].map(match => decodeURI(match[1].replaceAll('&amp;', '&')))
  return { links: found(/ (?:href|src)="([^"]*)"/g), anchors: new Set(found(/ (?:id|name)="([^"]*)"/g)) }
}

/** The pages, but not those that javadoc has written, which it has checked. */
function pages(folder) {
  return readdirSync(join(site, folder), { withFileTypes: true }).flatMap(entry => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) {
      return ['javadoc', 'files', 'assets'].includes(path) ? [] : pages(path)
    }
    return path.endsWith('.html') ? [path] : []
  })
}

const known = new Map(pages('.').map(page => [page, read(page)]))
for (const [page, { links }] of known) {
  for (const link of links) {
    if (/^([a-z]+:|\/\/)/.test(link)) {
      continue
    }
    const [address, anchor] = link.split('#')
    let target = address === '' ? page : posix.join(address.startsWith('/') ? '.' : posix.dirname(page), address)
    if (target.endsWith('/') || target === '.') {
      target = posix.join(target, 'index.html')
    }
    if (!existsSync(join(site, target)) || statSync(join(site, target)).isDirectory()) {
      wrong.push(`${page} links to ${link}, which is not there`)
    } else if (anchor && known.has(target) && !known.get(target).anchors.has(anchor)) {
      wrong.push(`${page} links to ${link}, and there is no such heading`)
    }
  }
}

const downloads = [
  // Those of a migration tool are for that tool.
  ...readdirSync(join(root, scripts), { recursive: true })
    .filter(file => file.endsWith('.sql') && !/^(flyway|liquibase)/.test(file))
    .map(file => posix.join(scripts, file.replaceAll('\\', '/'))),
  ...['monitoring', 'kubernetes'].flatMap(folder => readdirSync(join(root, 'docs', folder)).map(file => `docs/${folder}/${file}`)),
  'docs/grants.sql',
]
const offered = new Set(known.get('docs/downloads.html')?.links)
for (const file of downloads) {
  if (!offered.has(`/files/${file}`)) {
    wrong.push(`docs/downloads.md does not offer ${file}`)
  }
}

for (const file of readdirSync(join(root, 'release/api'))) {
  for (const [, name] of readFileSync(join(root, 'release/api', file), 'utf8').matchAll(/^public [^(]*?\b(?:class|interface) ([\w.$]+)/gm)) {
    const parts = name.split('.')
    const page = posix.join('javadoc', ...parts.slice(0, -1), `${parts.at(-1).replaceAll('$', '.')}.html`)
    if (!existsSync(join(site, page))) {
      wrong.push(`${name} has no Javadoc: ${page} is not there`)
    }
  }
}

if (wrong.length > 0) {
  wrong.forEach(it => console.error(it))
  process.exit(1)
}
console.log(`${known.size} pages: every link leads somewhere`)
