using HotWeave.Control.Protocol;
using HotWeave.Dashboard.Diagnostics;
using HotWeave.Dashboard.Operations;
using HotWeave.Dashboard.Processes;
using Microsoft.AspNetCore.Http;

namespace HotWeave.Dashboard.Serving;

/// <summary>Does what forms ask for, in the user's name, once it is sure that they are forms of this dashboard.</summary>
internal sealed class DashboardActions(DashboardSettings settings, FormTokens tokens, TimeProvider clock)
{
    private readonly UploadedPatches _uploads = new();

    /// <summary>How operations ended.</summary>
    public OperationResults Results { get; } = new();

    /// <summary>Reads the form of a request, and does it. The user's policy has been asked before.</summary>
    /// <returns>How it ended.</returns>
    /// <exception cref="UploadException">The form was refused; nothing was asked of the process.</exception>
    public async Task<OperationResult> DoAsync(PageRequest request, IDashboardProcess process)
    {
        var context = request.Context;
        if (settings.ActionPolicy is null)
            throw new UploadException(StatusCodes.Status403Forbidden, DashboardDiagnostics.ReadOnly.Say("no policy says who may act here"));
        if (FormTokens.FindForeignOrigin(context.Request) is { } foreign)
            throw new UploadException(StatusCodes.Status400BadRequest, DashboardDiagnostics.Forged.Say(foreign));
        var form = await UploadReader.ReadAsync(context, settings, token => tokens.FindProblem(context, token)).ConfigureAwait(false);
        var upload = form.File is { } bytes ? _uploads.Keep(process.Key, form.FileName, bytes) : null;
        var operation = request.Part("operation");
        if (upload is not null)
            form = form with { Fields = new Dictionary<string, string>(form.Fields) { ["upload"] = upload.Key } };
        var message = ReadMessage(operation, form, process);
        return await AskAsync(request, process, operation, message, upload).ConfigureAwait(false);
    }

    private ControlMessage ReadMessage(string operation, UploadedForm form, IDashboardProcess process)
    {
        try
        {
            return new OperationForm(form.Fields).Read(operation, key => _uploads.Find(process.Key, key));
        }
        catch (FormatException e)
        {
            throw new UploadException(StatusCodes.Status400BadRequest, DashboardDiagnostics.Senseless.Say(e.Message));
        }
    }

    // Who goes away while it waits ends it, up to its turn, as with the tool.
    private async Task<OperationResult> AskAsync(
        PageRequest request, IDashboardProcess process, string operation, ControlMessage message, UploadedPatch? upload)
    {
        ControlMessage? answer = null;
        string? problem = null;
        try
        {
            answer = await process.AskAsync(message, request.UserName, request.Aborted).ConfigureAwait(false);
        }
        catch (NoAnswerException e)
        {
            problem = e.Message;
        }

        return Results.Keep(number => new OperationResult(number, process.Key, operation, request.UserName, clock.GetUtcNow())
        {
            Answer = answer,
            Problem = problem,
            Upload = upload,
        });
    }
}
