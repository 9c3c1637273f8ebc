// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

/** Measures contrast as WCAG 2.2 defines it, on what is on the page. */
final class PageContrast {

    /** Every text that is seen and has less than AA asks for, one a line; none if the text is empty. */
    static final String PALE_TEXTS = script(
            """
            const pale = [];
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
              const element = texts.currentNode.parentElement;
              const text = texts.currentNode.textContent.trim();
              if (text && element.checkVisibility({ visibilityProperty: true })) {
                check(pale, element, getComputedStyle(element), text);
              }
            }
            const input = document.getElementById('id');
            check(pale, input, getComputedStyle(input, '::placeholder'), 'placeholder');
            check(pale, input, getComputedStyle(input), 'input');
            return pale.join('\\n');
            """);

    /** Parts with a meaning or a use, and with a contrast of less than 3:1 against their surroundings, one a line. */
    static final String PALE_PARTS = script(
            """
            const parts = [
              ['active', '.grid .cell[data-state=ACTIVE]', 'backgroundColor'],
              ['expired', '.grid .cell[data-state=EXPIRED]', 'backgroundColor'],
              ['cooling', '.grid .cell[data-state=COOLING]', 'backgroundColor'],
              ['chart', 'svg .line', 'stroke'],
              ['median', 'svg .second', 'stroke'],
              ['meter', '#claim-bar', 'backgroundColor'],
              ['input', '#id', 'borderTopColor'],
              ['button', '#issue', 'borderTopColor'],
              ['focus', '.cell:focus', 'outlineColor'],
            ];
            document.querySelector('.grid [tabindex="0"]').focus();
            const free = rgb(getComputedStyle(document.querySelector('.grid .cell[data-state=FREE]')).backgroundColor);
            const pale = [];
            for (const [name, selector, property] of parts) {
              const element = document.querySelector(selector);
              const colour = rgb(getComputedStyle(element)[property]);
              const grounds = [ground(element.parentElement)];
              if (element.matches('.cell')) {
                grounds.push(free);
              }
              for (const around of grounds) {
                if (ratio(colour, around) < 3) {
                  pale.push(`${name} ${colour} on ${around}: ${ratio(colour, around)}`);
                }
              }
            }
            return pale.join('\\n');
            """);

    private PageContrast() {}

    private static String script(String body) {
        return """
            (() => {
              const rgb = colour => colour.match(/[0-9.]+/g).map(Number);
              const luminance = ([r, g, b]) => {
                const [x, y, z] = [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * x + 0.7152 * y + 0.0722 * z;
              };
              const ratio = (a, b) => {
                const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
                return (light + 0.05) / (dark + 0.05);
              };
              const ground = element => {
                const colour = rgb(getComputedStyle(element).backgroundColor);
                return colour[3] === 0 && element.parentElement ? ground(element.parentElement) : colour;
              };
              const check = (pale, element, style, text) => {
                const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
                const found = ratio(rgb(style.color), ground(element));
                if (found < (large ? 3 : 4.5)) {
                  pale.push(`${text}: ${style.color} on ${ground(element)} has ${found}`);
                }
              };
              %s
            })()
            """
                .formatted(body);
    }
}
