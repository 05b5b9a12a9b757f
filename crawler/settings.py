"""Scrapy settings of every crawl. What a run adds (USER_AGENT with its contact) is in `crawler.run`."""

BOT_NAME = "roxham"
SPIDER_MODULES = ["crawler.spiders"]

# Manners
USER_AGENT = "Roxham/0.1"  # a run adds the topic's contact
ROBOTSTXT_OBEY = False  # Scrapy's own lets requests through while robots.txt is on its way; ours is RobotsMiddleware
ROBOTSTXT_USER_AGENT = "Roxham"  # the product token site owners write in robots.txt
CONCURRENT_REQUESTS = 64  # each waits for its own host most of the time
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # one request at a time per host
DOWNLOAD_DELAY = 2  # seconds a host rests at least; a source's `delay` overrides it
DOWNLOAD_DELAY_JITTER = 0.2  # no beat that looks like a machine's; HostMiddleware adds it on top of the delay
AUTOTHROTTLE_ENABLED = True  # a host that answers slowly gets longer rests
AUTOTHROTTLE_START_DELAY = 2  # like DOWNLOAD_DELAY; the default of 5 is for crawls without one
AUTOTHROTTLE_MAX_DELAY = 30  # so that a lease (10 minutes) covers what is queued for a host
COOKIES_ENABLED = False  # nothing is remembered about us between two pages
REFERER_ENABLED = True  # only redirects carry one; RedirectMiddleware warns without it

# Guards
DOWNLOAD_TIMEOUT = 30  # seconds for a whole answer: a hung page holds up one slot, not the crawl
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # bytes, compressed or not; no news page or statute comes near it
DOWNLOAD_WARNSIZE = 0  # a refusal is recorded, a warning is noise
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False: evidence has to come from the site it names
DNS_TIMEOUT = 10  # seconds; default 60
REDIRECT_MAX_TIMES = 5  # enough for RFC 9309, and for every honest site
METAREFRESH_ENABLED = False  # decodes every page in the event loop, for a redirect news sites don't use
RETRY_TIMES = 1  # a connection lost is tried once more, the rest comes back by the frontier
RETRY_HTTP_CODES: list[int] = []  # 429 and 5xx ask for patience: the frontier waits as long as Retry-After says
RETRY_EXCEPTIONS = [  # without DownloadTimeoutError: what hung once would hold its host for another time-out
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # failures are rows in `fetches`

# State is ours: frontier and archive
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier hands out each URL once a run
HTTPCACHE_ENABLED = False  # RFC2616 caching misses updates; ConditionalMiddleware asks the server
JOBDIR = None  # loses pages on kill -9; leases don't

# No doors into the process
REMOTE_CONTROL_ENABLED = False  # default True: a server on loopback that runs code
TELNETCONSOLE_ENABLED = False  # default True: another

# Reading, in processes of its own
EXTRACTION_WORKERS = 2  # a page takes 20 ms to read and 2 to fetch
EXTRACTION_TIME_LIMIT = 30  # seconds for a page; the slowest of 490 real ones took 0.3

# Speed
CONCURRENT_ITEMS = 4  # the default of 100 starts a hundred tasks a response: a quarter of the crawl's CPU
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"  # the spider awaits asyncio

DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.hosts.HostMiddleware": 40,  # first: names the host's slot, its delay, its pause
    "crawler.middlewares.guard.AddressGuardMiddleware": 50,  # before robots: a private host isn't even asked for it
    "crawler.middlewares.robots.RobotsMiddleware": 100,  # where Scrapy's own would be
    "crawler.middlewares.conditional.ConditionalMiddleware": 450,  # with the other headers
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the frontier knows what belongs to whom
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # no passwords
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,  # HostMiddleware counts what a run tells
}
SPIDER_MIDDLEWARES = {  # a page leads to one item and no requests: what looks after those costs CPU for nothing
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # every status is an outcome to record
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # silent; crawler.reading leaves out long addresses
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
ITEM_PIPELINES = {
    "crawler.pipelines.ArchivePipeline": 100,  # evidence first
    "crawler.pipelines.StorePipeline": 200,  # then what is derived from it
}
EXTENSIONS = {
    "scrapy.extensions.throttle.AutoThrottle": None,  # knows one minimum for all hosts
    "scrapy.extensions.corestats.CoreStats": None,  # `runs` and `fetches` have them
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.logstats.LogStats": None,  # events tell how the crawl goes on
    "crawler.extensions.HostThrottle": 0,
    "crawler.extensions.EventStream": 500,
}

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf;q=0.9,*/*;q=0.8",
}  # no Accept-Language: a source's own language is asked for, the others send what they have

LOG_LEVEL = "ERROR"  # outcomes are rows in `fetches`; `roxham --verbose` lowers it
LOG_FORMATTER = "crawler.extensions.QuietLogFormatter"  # without a line that repeats each page
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads the spider's source at each start; ruff does it once
STATS_DUMP = False  # the run's row and summary say it
MEMUSAGE_LIMIT_MB = 2048  # a leak ends the run, not the machine
