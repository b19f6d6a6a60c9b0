const UNWANTED_FEATURES = [
  'WebRtcHideLocalIpsWithMdns',
  'MediaRouter',
  'OptimizationHints',
  'Translate',
  'AutofillServerCommunication',
  'DnsOverHttps',
  'NetworkPrediction',
  'Prerender2',
  'WebTransport',
]

/**
 * Flags of the browser process. No byte may leave except through our proxy: names are not resolved locally, loopback
 * is proxied like the rest, and protocols over UDP (QUIC, WebRTC) have no way out.
 */
export function launchFlags(proxyUrl: string, sandbox: boolean): string[] {
  return [
    `--proxy-server=${proxyUrl}`,
    '--proxy-bypass-list=<-loopback>',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    '--dns-prefetch-disable',
    '--no-pings',
    '--disable-quic',
    // The flag’s name differs between Chromium and its headless shell. The value makes WebRTC keep to the proxy,
    // which has no UDP.
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    `--disable-features=${UNWANTED_FEATURES.join(',')}`,
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-sync',
    '--disable-extensions',
    '--disable-gpu',
    '--disable-webgl',
    '--disable-dev-shm-usage',
    '--disable-notifications',
    '--mute-audio',
    '--no-first-run',
    '--no-default-browser-check',
    '--blink-settings=imagesEnabled=false',
    '--js-flags=--max-old-space-size=512',
    '--disk-cache-size=1',
    // Chromium refuses to run as root with its sandbox. As any other user the sandbox stays on.
    ...(sandbox ? [] : ['--no-sandbox']),
  ]
}
