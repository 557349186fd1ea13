using HotWeave.AspNetCore.Services;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>
/// Has the actions that a version adds to a deployed controller be actions of that one, with all that its attributes and the application's
/// conventions say; the class that has them is none of its own. Their parameters, and those of controllers that it adds, get services that
/// it registers without saying so, as MVC's convention has it of those that it knows.
/// </summary>
internal sealed class ChangedControllerModels(AddedControllers added, AddedServices services, IOptions<ApiBehaviorOptions> options)
    : IApplicationModelProvider
{
    // Right after MVC's own provider, which makes the models.
    public int Order => -999;

    public void OnProvidersExecuting(ApplicationModelProviderContext context)
    {
        foreach (var changed in added.Live.SelectMany(static l => l.Changed))
        {
            if (changed.Class is null || FindModel(context, changed.Class) is not { } model)
                continue;
            context.Result.Controllers.Remove(model);
            if (FindModel(context, changed.Controller) is not { } deployed)
                continue;
            foreach (var action in model.Actions.Where(a => a.ActionMethod.DeclaringType == changed.Class))
            {
                action.Controller = deployed;
                deployed.Actions.Add(action);
            }
        }

        if (!options.Value.DisableImplicitFromServicesParameters)
            InferServices(context);
    }

    private static ControllerModel? FindModel(ApplicationModelProviderContext context, Type controller) =>
        context.Result.Controllers.FirstOrDefault(c => c.ControllerType.AsType() == controller);

    private void InferServices(ApplicationModelProviderContext context)
    {
        HashSet<Type?> classes = [.. added.Live.SelectMany(static l => l.Classes)];
        var parameters = context.Result.Controllers.Where(static c => c.Attributes.OfType<IApiBehaviorMetadata>().Any())
            .SelectMany(static c => c.Actions).Where(a => classes.Contains(a.ActionMethod.DeclaringType))
            .SelectMany(static a => a.Parameters);
        foreach (var parameter in parameters.Where(p => p.BindingInfo?.BindingSource is null && services.AreAdded(p.ParameterType)))
        {
            parameter.BindingInfo ??= new BindingInfo();
            parameter.BindingInfo.BindingSource = BindingSource.Services;
        }
    }

    public void OnProvidersExecuted(ApplicationModelProviderContext context)
    {
    }
}
