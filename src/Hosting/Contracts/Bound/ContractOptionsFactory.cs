using Microsoft.Extensions.Options;

namespace HotWeave.AspNetCore.Contracts.Bound;

/// <summary>Makes options as ever, with what live versions add to those that are bound from configuration.</summary>
internal sealed class ContractOptionsFactory<TOptions>(
    IEnumerable<IConfigureOptions<TOptions>> setups, IEnumerable<IPostConfigureOptions<TOptions>> postConfigures, IEnumerable<IValidateOptions<TOptions>> validations)
    : OptionsFactory<TOptions>(setups.Select(static s => BoundSetup<TOptions>.Find(s) ?? s), postConfigures, validations)
    where TOptions : class;
