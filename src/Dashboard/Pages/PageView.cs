using HotWeave.Dashboard.Markup;
using HotWeave.Dashboard.Processes;
using HotWeave.Dashboard.Reports;

namespace HotWeave.Dashboard.Pages;

/// <summary>What a page of a process is drawn from. Immutable.</summary>
/// <param name="Root">The address of the dashboard, without a slash at its end.</param>
/// <param name="Process">The process.</param>
/// <param name="Seen">What is known of it.</param>
/// <param name="Permission">What the user may do.</param>
/// <param name="Choice">What of the page is meant; empty for all.</param>
internal sealed record PageView(string Root, IDashboardProcess Process, Sighting Seen, Permission Permission, string Choice)
{
    /// <summary>The status; pages are only drawn where there is one.</summary>
    public ProcessStatus Status => Seen.Status!;

    /// <summary>The address of a page of this process.</summary>
    public string Address(string page) => $"{Root}/{Uri.EscapeDataString(Process.Key)}/{page}";

    /// <summary>A form that asks for an operation; nothing where the user may not.</summary>
    /// <param name="operation">The operation's word.</param>
    /// <param name="fields">What is asked beside it.</param>
    /// <param name="label">What the button says.</param>
    /// <param name="isGrave">Whether it should look as if it needs a second thought.</param>
    public Html Form(string operation, Html fields, string label, bool isGrave = false) => Html.When(Permission.MayAct, () => Html.Write($"""
        <form method="post" action="{Address("do/" + operation)}">{DrawToken()}{fields}
        <button type="submit"{(isGrave ? s_grave : Html.None)}>{label}</button></form>
        """));

    /// <summary>The field of a form that proves that this user was shown it.</summary>
    public Html DrawToken() => Html.Write($"""<input type="hidden" name="token" value="{Permission.Token}">""");

    /// <summary>Why there are no forms; nothing where there are.</summary>
    public Html WhyNot() => Html.When(!Permission.MayAct, () => Html.Write($"""<p class="note">{Permission.WhyNot}</p>"""));

    private static readonly Html s_grave = Html.Write($" class=\"grave\"");
}

/// <summary>What a user may do.</summary>
/// <param name="WhyNot">Why he may not act; null where he may.</param>
/// <param name="Token">What the forms that he is shown prove that with.</param>
internal sealed record Permission(string? WhyNot, string Token)
{
    /// <summary>Whether he may act.</summary>
    public bool MayAct => WhyNot is null;
}

/// <summary>A part of a page that is shown anew when it changes.</summary>
/// <param name="Id">Its id in the page.</param>
/// <param name="Content">What is in it.</param>
internal sealed record Panel(string Id, Html Content);

/// <summary>A page of a process.</summary>
/// <param name="Name">The last part of its address.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Draw">Draws its parts; called with a status.</param>
internal sealed record Page(string Name, string Title, Func<PageView, IEnumerable<Panel>> Draw)
{
    /// <summary>Whether it is shown on as it changes.</summary>
    public bool IsLive { get; init; } = true;
}
