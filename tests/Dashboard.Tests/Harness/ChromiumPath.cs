using Xunit;

namespace HotWeave.Dashboard.Tests.Harness;

/// <summary>
/// The browser that the tests drive: the one that <c>HOTWEAVE_CHROMIUM</c> names, else one that the system has. Nothing is downloaded. Where there is none, tests fail in
/// continuous integration, which has to install one, and say so; on a developer's machine without one, they are skipped and say why.
/// </summary>
internal static class ChromiumPath
{
    private static readonly string[] s_usual =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>Its path; null where there is none.</summary>
    internal static string? Find() => Environment.GetEnvironmentVariable("HOTWEAVE_CHROMIUM") is { Length: > 0 } named ? named : Array.Find(s_usual, File.Exists);

    /// <summary>Why tests that need it are skipped; null where they run, and fail if there is none.</summary>
    internal static string? WhySkipped() => Find() is null && IsUnset("CI") && IsUnset("HOTWEAVE_BROWSER_TESTS")
        ? "There is no Chromium here. Install it (apt-get install chromium), or name one in HOTWEAVE_CHROMIUM."
        : null;

    private static bool IsUnset(string variable) => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}

/// <summary>A test in a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = ChromiumPath.WhySkipped();
}
