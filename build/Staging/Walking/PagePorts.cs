using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace HotWeave.Staging.Walking;

/// <summary>Gives each port that a page names another one that is free: two walks at a time do not meet, nor does one meet what runs on the machine.</summary>
public sealed partial class PagePorts
{
    private readonly Dictionary<string, string> _ports = new(StringComparer.Ordinal);

    /// <summary>Chooses the ports for what is typed in the steps.</summary>
    public PagePorts(IEnumerable<PageStep> steps)
    {
        string[] named = [.. steps.SelectMany(TextsOf).SelectMany(static text => LocalPort().Matches(text)).Select(static match => match.Groups[1].Value).Distinct()];

        // All are held until each one has been chosen, so that none is chosen twice.
        List<TcpListener> held = [];
        foreach (string name in named)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            held.Add(listener);
            _ports.Add(name, ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
        }

        foreach (TcpListener listener in held)
            listener.Dispose();
    }

    /// <summary>The text with the chosen ports.</summary>
    public string Fill(string text) => Number().Replace(text, match => _ports.GetValueOrDefault(match.Value, match.Value));

    /// <summary>The ports on which the command will listen, chosen already.</summary>
    public static IReadOnlyList<int> FindListened(string command) =>
        [.. Listened().Matches(command).Select(static match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    private static IEnumerable<string> TextsOf(PageStep step) => step switch
    {
        PageStep.Typed typed => typed.Commands.Select(static command => command.Text),
        PageStep.Started started => [started.Script],
        _ => [],
    };

    [GeneratedRegex(@"localhost:(\d+)")]
    private static partial Regex LocalPort();

    [GeneratedRegex(@"--urls http://localhost:(\d+)")]
    private static partial Regex Listened();

    [GeneratedRegex(@"\b\d+\b")]
    private static partial Regex Number();
}
