// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr double left = 290, width = 500, bar = 7, row = 28, heading = 34, top = 70;
constexpr const char* colours[] = {"#1b6ca8", "#5aa0d0", "#a9cfe8"};
constexpr const char* text_colour = "#222222";

class Svg {
public:
    void text(double x, double y, const std::string& what, const std::string& more = "") {
        body_ << "<text x='" << x << "' y='" << y << "' " << more << ">" << what << "</text>\n";
    }
    void rectangle(double x, double y, double w, double h, const char* colour) {
        body_ << "<rect x='" << x << "' y='" << y << "' width='" << w << "' height='" << h
              << "' fill='" << colour << "'/>\n";
    }
    void line(double x, double y, double to_x, double to_y, const char* colour) {
        body_ << "<line x1='" << x << "' y1='" << y << "' x2='" << to_x << "' y2='" << to_y
              << "' stroke='" << colour << "'/>\n";
    }
    std::string finish(double height) const {
        std::ostringstream text;
        text << "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " << left + width + 60 << ' '
             << height << "' font-family='sans-serif' font-size='12' fill='" << text_colour
             << "'>\n<rect width='100%' height='100%' fill='white'/>\n"
             << body_.str() << "</svg>\n";
        return text.str();
    }

private:
    std::ostringstream body_;
};

std::string without_code_marks(std::string name) {
    name.erase(std::remove(name.begin(), name.end(), '`'), name.end());
    return name;
}

}  // namespace

std::string plot(const std::vector<Measured>& all) {
    double highest = 1;
    double height = top;
    for (const Measured& measured : all) {
        if (!measured.is_plotted || measured.figures.empty()) continue;
        for (const auto& [bits, figures] : measured.figures) {
            for (const Figures& each : figures) highest = std::max(highest, each.ratio);
        }
        height += heading + row * static_cast<double>(measured.figures.begin()->second.size());
    }
    highest = std::ceil(highest * 2) / 2 + 0.5;
    const auto x_of = [&](double ratio) {
        return left + std::min(ratio, highest) / highest * width;
    };

    Svg svg;
    svg.text(left, 20,
             "× as fast as OpenSSL EVP_DigestVerify: key and context kept, signature only",
             "text-anchor='middle' font-weight='bold' transform='translate(130 0)'");
    double legend = left;
    for (std::size_t i = 0; i < 3; ++i, legend += 100) {
        svg.rectangle(legend, 32, 10, 10, colours[i]);
        svg.text(legend + 15, 41, std::to_string(2048 + 1024 * i) + " bits");
    }
    for (double tick = 0; tick <= highest; tick += 0.5) {
        std::ostringstream label;
        label << tick;
        svg.text(x_of(tick), top - 10, label.str(), "text-anchor='middle' font-size='10'");
        svg.line(x_of(tick), top - 6, x_of(tick), height, tick == 1 ? "#c0392b" : "#e4e4e4");
    }
    double y = top;
    for (const Measured& measured : all) {
        if (!measured.is_plotted || measured.figures.empty()) continue;
        svg.text(10, y + 20, measured.title, "font-weight='bold'");
        y += heading;
        for (std::size_t i = 0; i < measured.figures.begin()->second.size(); ++i) {
            svg.text(left - 8, y + 15,
                     without_code_marks(measured.figures.begin()->second[i].contestant->name),
                     "text-anchor='end'");
            std::size_t size = 0;
            for (const auto& [bits, figures] : measured.figures) {
                const Figures& each = figures[i];
                const double at = y + static_cast<double>(size) * (bar + 1);
                svg.rectangle(left, at, x_of(each.ratio) - left, bar, colours[size]);
                svg.line(x_of(each.lower_ratio), at + bar / 2, x_of(each.upper_ratio), at + bar / 2,
                         text_colour);
                std::ostringstream ratio;
                ratio.precision(each.ratio < 0.1 ? 1 : 3);
                ratio << each.ratio;
                svg.text(x_of(each.upper_ratio) + 4, at + bar, ratio.str(), "font-size='8'");
                ++size;
            }
            y += row;
        }
    }
    return svg.finish(height + 10);
}
