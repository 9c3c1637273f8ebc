import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'

const site = dirname(dirname(fileURLToPath(import.meta.url)))
const root = join(site, '../..')
const files = join(site, 'target/public')
const sources = join(site, 'target/pages')

/** The pages are the Markdown files of the repository, where they are; these, and no others. */
const sidebar = [
  {
    text: 'Start',
    items: [
      { text: 'Snowkey in three steps', link: '/' },
      { text: 'Claims in pictures', link: '/docs/concepts' },
      { text: 'What it costs', link: '/docs/what-it-costs' },
      { text: 'Questions', link: '/docs/faq' },
      { text: 'The smallest application', link: '/examples/quickstart/README' },
      { text: 'A shop: orders', link: '/examples/orders/README' },
    ],
  },
  {
    text: 'How to',
    items: [
      { text: 'Move an existing table', link: '/docs/moving-to-snowflake-keys' },
      { text: 'Frameworks: Kotlin, Quarkus, jOOQ, …', link: '/docs/frameworks' },
      { text: 'Keys in SQL', link: '/docs/sql' },
      { text: 'Partitions and retention', link: '/docs/partitions' },
      { text: 'Reading in order', link: '/docs/reading-in-order' },
      { text: 'Layouts, and sharding', link: '/docs/layouts' },
      { text: 'Public ids', link: '/docs/public-ids' },
      { text: 'A worker file instead of a database', link: '/docs/worker-file' },
      { text: 'Databases, and how to add one', link: '/docs/dialects' },
      { text: 'Ids over HTTP', link: '/examples/id-service/README' },
      { text: 'A client of that service', link: '/examples/id-client/README' },
    ],
  },
  {
    text: 'Operating',
    items: [
      { text: 'The operator’s guide', link: '/docs/operating' },
      { text: 'Troubleshooting by message', link: '/docs/troubleshooting' },
      { text: 'Meters, alerts and a dashboard', link: '/docs/monitoring' },
      { text: 'Kubernetes', link: '/docs/kubernetes' },
      { text: 'Downloads: SQL, alerts, manifests', link: '/docs/downloads' },
      { text: 'Versions and upgrades', link: '/docs/versioning' },
      { text: 'Security', link: '/SECURITY' },
      { text: 'Changelog', link: '/CHANGELOG' },
    ],
  },
  {
    text: 'Why it can be trusted',
    items: [
      { text: 'The protocol', link: '/docs/protocol/README' },
      { text: 'Torture', link: '/examples/torture/README' },
      { text: 'Performance, all of it', link: '/docs/performance' },
      { text: 'Architecture on one page', link: '/docs/architecture' },
      { text: 'Glossary', link: '/docs/glossary' },
      { text: 'Contributing', link: '/CONTRIBUTING' },
    ],
  },
]
/** What javadoc has written: no page of this build, so the browser has to load it as a whole. */
const javadoc = { text: 'Javadoc', link: '/javadoc/index.html', target: '_self' }

/** The README of the repository is the first page of the site. */
const FIRST = 'README.md'

const pages = new Set(sidebar.flatMap(group => group.items).map(item => (item.link === '/' ? FIRST : `${item.link.slice(1)}.md`)))
for (const file of readdirSync(join(root, 'docs')).filter(name => name.endsWith('.md'))) {
  if (!pages.has(`docs/${file}`)) {
    throw new Error(`docs/${file} is not in the sidebar`)
  }
}

function copy(path, directory, name = path) {
  const target = join(directory, name)
  mkdirSync(dirname(target), { recursive: true })
  copyFileSync(join(root, path), target)
}

// Vue is looked for from where a page is, so the pages have to be below this folder.
pages.forEach(page => copy(page, sources))

/**
 * A link to a page stays one. A link to another file of the repository, such as a script or a rule, becomes a download, and
 * the file comes along. A link to a folder leads to its README, or is its name alone where there is none.
 */
function linksOfTheRepository(md) {
  md.core.ruler.push('links-of-the-repository', state => {
    for (const block of state.tokens) {
      const open = []
      for (const token of block.children ?? []) {
        if (token.type === 'link_open') {
          open.push(token)
          mend(token, state.env.relativePath)
        } else if (token.type === 'link_close' && open.pop()?.tag === 'span') {
          token.tag = 'span'
        } else if (token.type === 'image' && !/^[a-z]+:/.test(token.attrGet('src'))) {
          copy(posix.join(posix.dirname(state.env.relativePath), token.attrGet('src')), sources)
        }
      }
    }
  })
}

function mend(token, page) {
  const [address, anchor] = token.attrGet('href').split('#')
  if (address === '' || /^[a-z]+:/.test(address)) {
    return
  }
  const path = posix.normalize(posix.join(posix.dirname(page), decodeURIComponent(address))).replace(/\/$/, '')
  const there = join(root, path)
  if (!existsSync(there)) {
    throw new Error(`${page} links to ${address}, which is not there`)
  }
  const target = statSync(there).isDirectory() ? `${path}/README.md` : path
  if (pages.has(target)) {
    token.attrSet('href', `/${target === FIRST ? '' : target}${anchor ? `#${anchor}` : ''}`)
  } else if (statSync(there).isDirectory()) {
    token.tag = 'span'
    token.attrs = null
  } else {
    copy(path, files, `files/${path}`)
    token.attrSet('href', `/files/${path}`)
    token.attrSet('download', '')
    token.attrSet('target', '_self')
  }
}

export default defineConfig({
  title: 'Snowkey',
  description: '64-bit Snowflake primary keys for JPA entities, with worker ids leased from a table in your own database',
  srcDir: sources,
  outDir: join(site, 'target/site'),
  cacheDir: join(site, 'target/cache'),
  rewrites: { [FIRST]: 'index.md' },
  ignoreDeadLinks: 'localhostLinks',
  // One heading for each message would be more than an outline can show.
  transformPageData: page => (page.relativePath === 'docs/troubleshooting.md' ? { frontmatter: { ...page.frontmatter, outline: 2 } } : {}),
  markdown: { config: linksOfTheRepository },
  vite: { publicDir: files },
  themeConfig: {
    search: { provider: 'local' },
    sidebar,
    nav: [{ text: 'Start', link: '/' }, { text: 'Troubleshooting', link: '/docs/troubleshooting' }, javadoc],
    outline: [2, 3],
    socialLinks: [],
  },
})
